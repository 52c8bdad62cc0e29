using System.Globalization;
using System.Text;

namespace Fulcrum.Data;

/// <summary>One thing that is wrong with what the user gave, where it is, and what to do about it.</summary>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record InputError(string Message)
{
    /// <summary>The file, as the user named it.</summary>
    public string? File { get; init; }

    /// <summary>1-based line in <see cref="File"/>.</summary>
    public long? Line { get; init; }

    /// <summary>1-based column in <see cref="Line"/>.</summary>
    public long? Column { get; init; }

    /// <summary>What to do about it, as a sentence.</summary>
    public string? Remedy { get; init; }

    /// <summary><c>file(line,column): message remedy</c>, leaving out what is not known.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line is not null)
        {
            text.Append('(').Append(Line.Value.ToString(CultureInfo.InvariantCulture));
            if (Column is not null) text.Append(',').Append(Column.Value.ToString(CultureInfo.InvariantCulture));
            text.Append(')');
        }

        if (text.Length > 0) text.Append(": ");
        text.Append(Message);
        if (Remedy is not null)
        {
            // What an operating system says ends without a period.
            if (!Message.EndsWith('.') && !Message.EndsWith('?') && !Message.EndsWith('!')) text.Append('.');
            text.Append(' ').Append(Remedy);
        }

        return text.ToString();
    }
}
