import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KAFKA_VERSION = '3.9.1';
const CACHE = join(__dirname, '../../../../.cache/kafka');
const LIBRARIES = join(CACHE, KAFKA_VERSION);
const INSTALL_TIMEOUT_MS = 300_000;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>fettle</groupId><artifactId>test-kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
  </dependencies>
</project>`;

/** Where Kafka's jars are, or why there are none. */
export type KafkaRuntime = { readonly libraries: string } | { readonly missing: string };

/**
 * Finds or fetches a real Kafka: jars from Maven Central into `.cache/kafka`, Java and Maven from the system's packages
 * when this process may install them. Synchronous, so that a suite can be skipped, loudly, while it is declared.
 */
export function kafkaRuntime(): KafkaRuntime {
  try {
    if (!runs('java', '-version')) installJava();
    if (!existsSync(LIBRARIES)) fetchLibraries();
    return { libraries: LIBRARIES };
  } catch (error) {
    return { missing: `no Kafka for tests: ${String(error)}` };
  }
}

function runs(program: string, flag: string): boolean {
  try {
    execFileSync(program, [flag], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function installJava(): void {
  if (process.getuid?.() !== 0) throw new Error('Java is missing, and only root may install it');
  const options = { stdio: 'ignore', timeout: INSTALL_TIMEOUT_MS } as const;
  execFileSync('apt-get', ['update'], options);
  execFileSync(
    'apt-get',
    ['install', '-y', '--no-install-recommends', 'default-jre-headless', 'maven'],
    options,
  );
}

function fetchLibraries(): void {
  if (!runs('mvn', '-version')) installJava();
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(join(CACHE, 'fetch-'));
  try {
    writeFileSync(join(unfinished, 'pom.xml'), POM);
    execFileSync('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libraries'], {
      cwd: unfinished,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_TIMEOUT_MS,
    });
    renameSync(join(unfinished, 'libraries'), LIBRARIES);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
