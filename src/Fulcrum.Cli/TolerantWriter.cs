using System.Globalization;
using System.Text;

namespace Fulcrum.Cli;

/// <summary>A stream that may be full or closed: what cannot be written is lost, and whoever writes goes on.</summary>
internal sealed class TolerantWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>Why the first of what was lost could not be written; <see langword="null"/> where nothing was.</summary>
    public string? Failure { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (IsLoss(e))
        {
            Failure ??= e.Message;
        }
    }

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception e) when (IsLoss(e))
        {
            Failure ??= e.Message;
        }
    }

    // .NET reports a descriptor that is closed or not for writing as unauthorized access.
    private static bool IsLoss(Exception failure) => failure is IOException or UnauthorizedAccessException or ObjectDisposedException;
}
