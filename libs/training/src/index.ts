export * from './network/network.types';
