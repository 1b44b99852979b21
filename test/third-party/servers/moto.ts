import { python } from '../tools';
import { type Server, startServer } from './server';

/** moto, which knows one account: 123456789012, unless a caller assumed a role of another. */
export function startMoto(): Promise<Server> {
  return startServer((port, state) => ({
    name: 'moto',
    command: python('aws', 'moto_server'),
    args: ['--host', '127.0.0.1', '--port', String(port)],
    environment: { PATH: process.env['PATH'] ?? '', HOME: state, TMPDIR: state },
    readyPath: '/moto-api/',
  }));
}
