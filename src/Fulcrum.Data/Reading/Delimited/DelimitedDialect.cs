namespace Fulcrum.Data.Reading.Delimited;

/// <summary>How a delimited file is written.</summary>
/// <param name="Separator">What stands between two fields.</param>
internal sealed record DelimitedDialect(char Separator)
{
    /// <summary>A broken quote is an error (RFC 4180). Tab-separated files have no rule for quotes: there it is a character.</summary>
    public bool IsStrict => Separator != '\t';

    /// <summary>
    /// What ends a record: <c>\n</c> (LF and CRLF; a CR alone is a character, as Python's csv and pandas write it), <c>\r</c>
    /// (CR; an LF is a character), or any of them where it is <see langword="null"/>.
    /// </summary>
    public char? LineEnd { get; init; }

    /// <summary>A quotation mark in a quoted field stands behind a backslash instead of being doubled.</summary>
    public bool HasBackslashes { get; init; }

    /// <summary>Fields of most records; 0 where that is not yet known.</summary>
    public int Width { get; init; }

    /// <summary>Whether some field shows that it is quoted, with marks or separators in it.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>Whether the first line names the separator, as Excel reads and writes it (<c>sep=;</c>).</summary>
    public bool HasSeparatorLine { get; init; }

    /// <summary>Records before the header (or the first row of data) that are not part of the table, empty lines not counted.</summary>
    public int Preamble { get; init; }
}
