import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useState, type ChangeEvent, type SyntheticEvent } from 'react';
import { useSetupState, useSignIn } from '../api/sign-in';
import { Door, DoorError } from '../components/door';

const FRESH = { tenantName: '', name: '', email: '', password: '', link: '' };

/** First run: names the organisation and its owner; leads on to adding the first device. */
export default function SetUp() {
  const { link } = useSearch({ from: '/set-up' });
  const state = useSetupState();
  const signIn = useSignIn('/devices?add=true');
  const [form, setForm] = useState({ ...FRESH, link: link ?? '' });
  const field = (name: keyof typeof FRESH) => ({
    value: form[name],
    required: true,
    size: 'md' as const,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setForm((before) => ({ ...before, [name]: value }));
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    signIn.mutate({ setup: form });
  };
  if (state.data?.needed === false) {
    return (
      <Door title="Already set up">
        <p>
          This installation has an owner. <Link to="/sign-in">Sign in</Link> instead.
        </p>
      </Door>
    );
  }
  return (
    <Door title="Set up Fettle">
      <p className="soft">Step 1 of 3: you. Next come the first device and its first live reading.</p>
      <form onSubmit={submit}>
        <TextInput label="Your organisation" autoComplete="organization" autoFocus {...field('tenantName')} />
        <TextInput label="Your name" autoComplete="name" {...field('name')} />
        <TextInput label="E-mail" type="email" autoComplete="username" {...field('email')} />
        <PasswordInput
          label="Password"
          description="At least 10 characters"
          autoComplete="new-password"
          minLength={10}
          {...field('password')}
        />
        {link === undefined && (
          <TextInput label="Set-up code" description="Printed by fettle start" {...field('link')} />
        )}
        <DoorError error={signIn.error} />
        <Button type="submit" size="md" loading={signIn.isPending}>
          Create the organisation
        </Button>
      </form>
    </Door>
  );
}
