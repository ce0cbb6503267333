import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database } from './database';
import { DeviceDirectory } from './device-directory';

/**
 * Gives a Nest application the process's pools; inject `Database` or `DeviceDirectory` by class.
 * Who opened them closes them, after the last service that uses them has stopped.
 */
@Global()
@Module({})
export class PersistenceModule {
  static forParts(database: Database, directory: DeviceDirectory): DynamicModule {
    return {
      module: PersistenceModule,
      providers: [
        { provide: Database, useValue: database },
        { provide: DeviceDirectory, useValue: directory },
      ],
      exports: [Database, DeviceDirectory],
    };
  }
}
