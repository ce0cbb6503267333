import { cookieName, credentialOf, isForeignOrigin } from './request-credentials';

const PUBLIC = 'https://fettle.example';

describe('credentials of a request', () => {
  it('bearer goes before cookie', () => {
    const headers = { authorization: 'Bearer abc', cookie: 'fettle_session=def' };
    expect(credentialOf(headers, false)).toEqual({ token: 'abc', viaCookie: false });
    expect(credentialOf({ cookie: 'a=b; fettle_session=def' }, false)).toEqual({
      token: 'def',
      viaCookie: true,
    });
  });

  it('over https only the cookie pinned to this host counts', () => {
    expect(credentialOf({ cookie: 'fettle_session=def' }, true)).toBeNull();
    expect(credentialOf({ cookie: `${cookieName(true)}=def` }, true)).toEqual({
      token: 'def',
      viaCookie: true,
    });
    expect(cookieName(true)).toMatch(/^__Host-/);
  });

  it.each(['', 'Basic abc', 'Bearer', 'Bearer a b', `Bearer ${'x'.repeat(500)}`])(
    '%j is no credential',
    (authorization) => expect(credentialOf({ authorization }, false)).toBeNull(),
  );
});

describe('origin of a request', () => {
  it.each([
    [{ origin: PUBLIC, host: 'internal:3000' }, false],
    [{ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, false],
    [{ host: '127.0.0.1:3000' }, false],
    [{ 'sec-fetch-site': 'same-origin' }, false],
    [{ origin: 'https://fettle.example.evil', host: 'fettle.example' }, true],
    [{ origin: 'http://127.0.0.1:4000', host: '127.0.0.1:3000' }, true],
    [{ origin: 'null', host: 'fettle.example' }, true],
    [{ 'sec-fetch-site': 'same-site' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, true],
  ] as const)('%j', (headers, foreign) => expect(isForeignOrigin(headers, PUBLIC)).toBe(foreign));
});
