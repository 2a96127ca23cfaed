/** An error that is known by its code, as those of Node's sockets are. */
export function codedError(code: string, message = code): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}
