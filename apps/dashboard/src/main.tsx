import '@fontsource-variable/inter';
import './app/mantine-styles';
import '@mantine/notifications/styles.css';
import './app/theme.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { createAppRouter } from './app/router';
import { theme } from './app/theme';
import { createQueryClient } from './http/query-client';

// The page's content security policy forbids code made from text, which a schema would otherwise try once.
z.config({ jitless: true });

const client = createQueryClient();
const router = createAppRouter(client);
const colorScheme = localStorageColorSchemeManager({ key: 'fettle-color-scheme' });
const root = document.getElementById('root');

if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorScheme}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
