export { StreamModule } from './stream.module';
export { streamService } from './stream.service-definition';
