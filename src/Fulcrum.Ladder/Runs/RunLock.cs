using Fulcrum.Data;

namespace Fulcrum.Ladder.Runs;

/// <summary>
/// Keeps a second comparison out of a run folder, or a second worker out of a trial's, for as long as it is not disposed.
/// The operating system holds the lock by the open file, so that it is gone when its owner is, however that ended.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>The file that is locked.</summary>
    internal static string FileIn(string folder) => Path.Combine(folder, ".lock");

    /// <summary>Takes the lock.</summary>
    /// <exception cref="InputException">Another process has it.</exception>
    internal static RunLock Take(string folder) => TryTake(folder) ?? throw new InputException(
        new InputError($"Another comparison is running in `{folder}`.") { Remedy = "Wait for it, or choose another folder with --output." });

    /// <summary>Takes the lock; null where another process has it.</summary>
    internal static RunLock? TryTake(string folder)
    {
        try
        {
            return new RunLock(new FileStream(
                FileIn(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException e) when (FileLock.IsHeldElsewhere(e))
        {
            return null;
        }
    }

    // The file stays: deleting it would let a third process lock a new one while a second still waits on the old.
    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
