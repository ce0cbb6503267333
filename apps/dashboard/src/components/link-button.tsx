import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef } from 'react';

const AnchorButton = forwardRef<HTMLAnchorElement, ButtonProps>(function AnchorButton(props, ref) {
  return <Button ref={ref} component="a" data-button {...props} />;
});

/** A link to a screen that looks like a button: opens in a new tab and can be copied, as links can. */
export const LinkButton = createLink(AnchorButton);
