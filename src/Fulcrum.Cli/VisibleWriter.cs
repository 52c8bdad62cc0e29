using System.Globalization;
using System.Text;

namespace Fulcrum.Cli;

/// <summary>Plain text on its way to where a person may read it: nothing in it is obeyed by a terminal, see <see cref="ControlCharacters"/>.</summary>
internal sealed class VisibleWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value)) inner.Write(ControlCharacters.Show(value));
    }

    // In one piece, so that no other process writes into the line.
    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Flush() => inner.Flush();
}
