import { mailShape } from './mail-shape.ts';

/** An e-mail came in. The subject is the message. */
export const mailReceivedV1 = mailShape;
