import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/**
 * Lets a handler's error reach the log as it was thrown. Nest's own filter replaces it by "Internal server error", after
 * which nobody can tell a database that is away (wait) from a record that cannot be handled (dead letter).
 */
@Catch()
export class EventLogErrorFilter implements RpcExceptionFilter<unknown> {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}
