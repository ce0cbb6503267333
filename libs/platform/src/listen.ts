import { AppError } from '@fettle/kernel';
import type { AddressInfo, Server } from 'node:net';

/** Resolves with the port once the server listens. Throws `CONFIG.PORT_TAKEN`, naming the variable that moves it. */
export function listen(server: Server, port: number, host: string, variable: string): Promise<number> {
  return new Promise((listening, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') return failed(cause);
      failed(
        new AppError('CONFIG.PORT_TAKEN', `port ${port} is taken; set ${variable} to a free one`, { cause }),
      );
    });
    server.listen(port, host, () => listening((server.address() as AddressInfo).port));
  });
}
