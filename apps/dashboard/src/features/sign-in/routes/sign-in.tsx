import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useSetupState, useSignIn } from '../api/sign-in';
import { Door, DoorError } from '../components/door';

/** Redeems the link once, even where the effect runs twice. */
function useLink(link: string | undefined, redeem: (link: string) => void): void {
  const redeemed = useRef<string | null>(null);
  useEffect(() => {
    if (link === undefined || redeemed.current === link) return;
    redeemed.current = link;
    redeem(link);
  }, [link, redeem]);
}

/** The door: e-mail and password, or a one-time link in the address. */
export default function SignIn() {
  const { link, next } = useSearch({ from: '/sign-in' });
  const signIn = useSignIn(next);
  const setup = useSetupState();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { mutate } = signIn;
  useLink(link, (token) => mutate({ link: token }));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    mutate({ password: { email, password } });
  };
  if (link !== undefined && (signIn.isPending || signIn.isIdle)) {
    return (
      <Door title="Opening your link">
        <p role="status">One moment.</p>
      </Door>
    );
  }
  return (
    <Door title="Sign in">
      {setup.data?.needed === true && (
        <p>
          This installation is new. Open the set-up link that <code>fettle start</code> printed, or{' '}
          <Link to="/set-up">enter it here</Link>.
        </p>
      )}
      {link !== undefined && signIn.isError && (
        <p>A link works once and not for long. Sign in with your password instead.</p>
      )}
      <form onSubmit={submit}>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          autoFocus
          size="md"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          size="md"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <DoorError error={signIn.error} />
        <Button type="submit" size="md" loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </Door>
  );
}
