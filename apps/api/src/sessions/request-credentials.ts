import type { IncomingHttpHeaders } from 'node:http';

/** What a request shows to be let in. `viaCookie`: the browser added it by itself, so the origin must be checked. */
export interface ShownCredential {
  readonly token: string;
  readonly viaCookie: boolean;
}

/** Name of the session cookie. `__Host-` (RFC 6265bis) pins it to this host over https, so it needs `Secure`. */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-fettle' : 'fettle_session';
}

/** The bearer token, else the session cookie, else null. */
export function credentialOf(headers: IncomingHttpHeaders, secure: boolean): ShownCredential | null {
  const bearer = /^Bearer ([\w.~+/=-]{1,200})$/i.exec(headers.authorization ?? '');
  if (bearer) return { token: bearer[1]!, viaCookie: false };
  const token = cookie(headers.cookie, cookieName(secure));
  return token === null ? null : { token, viaCookie: true };
}

function cookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name)
      return (
        pair
          .slice(at + 1)
          .trim()
          .slice(0, 200) || null
      );
  }
  return null;
}

/**
 * True when a browser page of another origin made the request. Browsers send `Origin` with everything but plain
 * navigations and reads (Fetch standard, 3.2); a request with neither header comes from a program.
 */
export function isForeignOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) return origin !== new URL(publicUrl).origin && hostOf(origin) !== host;
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
