import { idSchema } from '@fettle/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

/** `{id}` of a path. */
export class IdParams extends createZodDto(z.object({ id: idSchema })) {}
