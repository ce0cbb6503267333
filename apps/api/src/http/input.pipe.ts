import { createZodValidationPipe } from 'nestjs-zod';
import { invalidInput } from './to-app-error';

/** Validates every body, query and path against its schema; `INPUT.INVALID` with the issues otherwise. */
export const InputPipe = createZodValidationPipe({ createValidationException: invalidInput });
