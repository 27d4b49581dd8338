import { type Connection, settings } from './connection.ts';
import type { CallOptions, EngineDetails } from './engine.ts';

interface RawInfo {
  OperatingSystem?: string;
  Architecture?: string;
  SecurityOptions?: string[] | null;
  NCPU?: number;
  MemTotal?: number;
  DockerRootDir?: string;
  Driver?: string;
  LoggingDriver?: string;
  Warnings?: string[] | null;
  Rootless?: boolean;
  SystemTime?: string;
}

export async function readDetails(
  connection: Connection,
  { signal }: CallOptions = {},
): Promise<EngineDetails> {
  const info = (await connection.ask('describe itself', signal, (abortSignal) =>
    connection.docker.info(settings(abortSignal)),
  )) as RawInfo;
  return {
    system: info.OperatingSystem ?? '',
    architecture: platformNames[info.Architecture ?? ''] ?? info.Architecture ?? '',
    rootless: info.Rootless ?? info.SecurityOptions?.some((option) => option.includes('rootless')) ?? false,
    cpus: info.NCPU ?? 0,
    memory: info.MemTotal ?? 0,
    rootFolder: info.DockerRootDir ?? '',
    storageDriver: info.Driver ?? '',
    loggingDriver: info.LoggingDriver ?? '',
    warnings: info.Warnings ?? [],
    time: info.SystemTime ? Date.parse(info.SystemTime) : undefined,
  };
}

/** The kernel's names for processors, and those of platforms. */
const platformNames: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm' };
