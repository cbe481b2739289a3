/** The longest e-mail address, in characters: RFC 5321 allows no more. */
export const MAX_ADDRESS = 254;

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/;

/** Whether a text, spaces around it apart, is one plain e-mail address. */
export const isAddress = (text: string): boolean => text.length <= MAX_ADDRESS && ADDRESS.test(text.trim());

/** The spelling by which addresses are compared. */
export const normalAddress = (address: string): string => address.trim().toLowerCase();

/** The Message-ID under which a message is sent, however often it is tried. */
export const messageIdOf = (id: string, from: string): string => `<${id}@${from.split('@').at(-1) ?? 'localhost'}>`;
