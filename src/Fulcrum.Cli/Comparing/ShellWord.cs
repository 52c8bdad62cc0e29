using System.Buffers;

namespace Fulcrum.Cli.Comparing;

/// <summary>Words as a POSIX shell takes them, so that a printed command can be run again.</summary>
internal static class ShellWord
{
    // What no shell gives a meaning, wherever it stands in a word (Python's shlex.quote takes the same).
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-");

    /// <summary>The word, in single quotes where the shell would read anything into it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
