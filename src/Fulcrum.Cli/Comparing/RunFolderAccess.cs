using Fulcrum.Data;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Cli.Comparing;

/// <summary>Work whose files are in a run folder, which may have no room any more.</summary>
internal static class RunFolderAccess
{
    /// <summary>Does the work.</summary>
    /// <exception cref="InputException">The folder cannot be read or written, with how to go on.</exception>
    public static async Task<T> GuardAsync<T>(RunFolder folder, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                new InputError($"The run folder `{folder.Root}` can no longer be read or written: {e.Message}")
                {
                    Remedy = $"Make room, then: fulcrum compare --resume {ShellWord.Quote(folder.Root)}",
                },
                e);
        }
    }
}
