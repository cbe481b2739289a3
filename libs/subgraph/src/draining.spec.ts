import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { endWhenAnswered } from './draining.ts';

const running: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()));
});

async function serving(answer: Promise<unknown> = Promise.resolve('done')): Promise<number> {
  const app = Fastify();
  endWhenAnswered(app);
  app.get('/', () => answer);
  running.push(app);
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
}
const closing = () => Promise.all(running.splice(0).map((app) => app.close()));

describe('a server that closes', () => {
  it('does not wait for a caller that connected and never asked', async () => {
    const socket = connect(await serving(), '127.0.0.1');
    await once(socket, 'connect');
    const ended = once(socket, 'close');
    await closing();
    await ended;
  }, 10_000);

  it('answers what it was asked, and then ends the connection', async () => {
    let answer: (text: string) => void = () => undefined;
    const port = await serving(new Promise((resolve) => (answer = resolve)));
    const asked = once(running[0]?.server ?? process, 'request');
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n');
    await asked;
    const closed = closing();
    let heard = '';
    socket.on('data', (bytes) => (heard += String(bytes)));
    setImmediate(() => answer('all of it'));
    await once(socket, 'close');
    expect(heard).toMatch(/^HTTP\/1.1 200[\s\S]*all of it$/);
    await closed;
  }, 10_000);
});
