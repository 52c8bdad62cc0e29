namespace Fulcrum.Data;

/// <summary>Files that processes keep each other out with, by opening them for themselves alone.</summary>
public static class FileLock
{
    /// <summary>
    /// Whether opening a file failed because another process has it: EWOULDBLOCK of flock(2) on Linux and on macOS,
    /// ERROR_SHARING_VIOLATION on Windows. Anything else, such as a full disk, does not pass by waiting.
    /// </summary>
    public static bool IsHeldElsewhere(IOException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.HResult is 11 or 35 or unchecked((int)0x80070020);
    }
}
