using Fulcrum.Data;

namespace Fulcrum.Ladder.Runs;

/// <summary>
/// Keeps a second comparison out of a run folder, or a second worker out of a trial's, for as long as it is not disposed.
/// The operating system holds the lock by the open file, so that it is gone when its owner is, however that ended.
/// </summary>
public sealed class RunLock : IDisposable
{
    private static readonly byte[] Mark = "Fulcrum run folder\n"u8.ToArray();
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>The file that is locked.</summary>
    internal static string FileIn(string folder) => Path.Combine(folder, ".lock");

    /// <summary>Whether the folder was marked as one that runs are set up in; <see langword="null"/> where its file is another program's.</summary>
    internal bool? IsMarked
    {
        get
        {
            if (_file.Length == 0) return false;
            var content = new byte[Mark.Length + 1];
            _file.Position = 0;
            return content.AsSpan(0, _file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)).SequenceEqual(Mark) ? true : null;
        }
    }

    /// <summary>Marks the folder: what a run writes first may be replaced from now on.</summary>
    internal void WriteMark()
    {
        _file.Position = 0;
        _file.Write(Mark);
    }

    /// <summary>Makes the file that is locked; false where there is one.</summary>
    internal static bool TryCreate(string folder)
    {
        try
        {
            new FileStream(FileIn(folder), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(FileIn(folder)))
        {
            return false;
        }
    }

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
