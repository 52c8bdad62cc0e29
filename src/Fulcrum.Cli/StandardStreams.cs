using System.Runtime.InteropServices;

namespace Fulcrum.Cli;

/// <summary>
/// Standard input, output and error, whatever they are: a terminal, a pipe that nobody reads any more, a file on a full disk,
/// or closed. A run goes on without them.
/// </summary>
internal static partial class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int ErrorOutput = 2;
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    private static TolerantWriter? _output;
    private static bool _taken;

    /// <summary>Standard output for plain text.</summary>
    public static TextWriter Out => new VisibleWriter(Console.Out);

    /// <summary>Standard error for plain text.</summary>
    public static TextWriter Error => new VisibleWriter(Console.Error);

    /// <summary>Has <see cref="Console"/> write to streams that never fail.</summary>
    public static void Guard()
    {
        _output = Guarded(Output, () => Console.Out);
        Console.SetOut(_output);
        Console.SetError(Guarded(ErrorOutput, () => Console.Error));
    }

    /// <summary>Why an answer did not reach standard output, once; <see langword="null"/> where it did, or where standard output was closed on purpose.</summary>
    public static string? TakeOutputFailure()
    {
        var failure = _taken ? null : _output?.Failure;
        _taken |= failure is not null;
        return failure;
    }

    /// <summary>The bytes of standard input; none where it is closed.</summary>
    public static Stream OpenInput() => IsOpen(Input) ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>Standard output for bytes; they are lost where it is closed.</summary>
    public static Stream OpenOutput() => IsOpen(Output) ? Console.OpenStandardOutput() : Stream.Null;

    private static TolerantWriter Guarded(int descriptor, Func<TextWriter> open)
    {
        try
        {
            return new TolerantWriter(IsOpen(descriptor) ? open() : TextWriter.Null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TolerantWriter(TextWriter.Null);
        }
    }

    /// <summary>
    /// Whether a standard descriptor was given to this program. Where it was not, the runtime may have opened a file or pipe
    /// of its own under that number, always one that it does not hand on to other programs, and nothing may be written there.
    /// </summary>
    private static bool IsOpen(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return true;
        var flags = FileControl(descriptor, GetDescriptorFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(int descriptor, int command);
}
