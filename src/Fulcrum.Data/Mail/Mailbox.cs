using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Fulcrum.Data.Mail;

/// <summary>
/// The mails of a mailbox (mbox, RFC 4155), read one at a time. A line <c>From …</c> separates mails where an address or a date
/// follows and a mail begins behind it; other such lines are text. Quoted ones (<c>&gt;From</c>) are unquoted.
/// </summary>
internal sealed partial class Mailbox
{
    private const int LongestMail = 500_000_000;
    private const int LongestSeparator = 500;
    private const string Month = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private const string Date = $@"((Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?({Month}[a-z]*\s+[0-9]|[0-9]{{1,2}}[ -]{Month}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})";

    private readonly LineReader _lines;
    private readonly string _name;
    private readonly ArrayBufferWriter<byte> _mail = new(1 << 16);

    /// <summary>Whether this box's separators have an address or a date; where its first one does not, any behind an empty line is one.</summary>
    private bool _hasAddresses;

    private Mailbox(Stream mailbox, string name)
    {
        _lines = new LineReader(mailbox);
        _name = name;
    }

    /// <summary>The mails in order.</summary>
    /// <param name="mailbox">The mailbox's bytes.</param>
    /// <param name="name">The mailbox, as the user would name it.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InputException">The mailbox is empty, or what is there is none.</exception>
    public static IEnumerable<ConvertedMail> Read(Stream mailbox, string name, CancellationToken cancellationToken) =>
        new Mailbox(mailbox, name).Mails().Select(mail => MailConverter.Convert(mail, cancellationToken));

    /// <summary>Whether a file that starts so begins with the separator of a mailbox.</summary>
    public static bool Begins(ReadOnlySpan<byte> start)
    {
        var end = start.IndexOf((byte)'\n');
        return end > 0 && HasAddressOrDate(start[..end]);
    }

    private IEnumerable<byte[]> Mails()
    {
        ReadFirstSeparator();
        byte[]? separator = null;
        var isBehindEmpty = false;
        while (_lines.Read())
        {
            if (separator is not null && BeginsMail(_lines.Line))
            {
                yield return _mail.WrittenSpan.ToArray();
                _mail.ResetWrittenCount();
            }
            else if (separator is not null)
            {
                Add(separator);
            }

            separator = IsSeparator(_lines.Line, isBehindEmpty) ? _lines.Line.ToArray() : null;
            if (separator is null) Add(_lines.Line);
            isBehindEmpty = IsEmpty(_lines.Line);
        }

        if (separator is not null) Add(separator);
        yield return _mail.WrittenSpan.ToArray();
    }

    private void ReadFirstSeparator()
    {
        while (_lines.Read())
        {
            var line = _lines.Line.StartsWith("\uFEFF"u8) ? _lines.Line["\uFEFF"u8.Length..] : _lines.Line;
            if (IsEmpty(line)) continue;
            if (!line.StartsWith("From "u8)) throw Unusable("This is no mailbox: it does not begin with a line `From …`.");
            _hasAddresses = HasAddressOrDate(line);
            return;
        }

        throw Unusable("The mailbox is empty.");
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        if (_mail.WrittenCount + line.Length > LongestMail) throw Unusable("A mail of this mailbox holds more than 500 MB.");
        _mail.Write(IsQuoted(line) ? line[1..] : line);
    }

    private bool IsSeparator(ReadOnlySpan<byte> line, bool isBehindEmpty) =>
        line.StartsWith("From "u8) && (_hasAddresses ? HasAddressOrDate(line) : isBehindEmpty);

    private bool BeginsMail(ReadOnlySpan<byte> line) =>
        IsEmpty(line) || IsSeparator(line, isBehindEmpty: false) || IsQuoted(line) || Header().IsMatch(Beginning(line));

    private static bool IsEmpty(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept("\r\n\t "u8);

    private static bool IsQuoted(ReadOnlySpan<byte> line) => line.StartsWith(">"u8) && line.TrimStart((byte)'>').StartsWith("From "u8);

    private static bool HasAddressOrDate(ReadOnlySpan<byte> line) => Separator().IsMatch(Beginning(line));

    private static string Beginning(ReadOnlySpan<byte> line) => Encoding.Latin1.GetString(line[..Math.Min(line.Length, LongestSeparator)]);

    private InputException Unusable(string message) =>
        new(new InputError(message) { File = _name, Remedy = "Export the mailbox again as mbox, or give a folder with a sub-folder of .eml files per label." });

    /// <summary>An address alone; an address (list archives write <c>ann at example.org</c>) and a date; a date with a time.</summary>
    [GeneratedRegex(
        $@"\AFrom +(\S+@\S*\s*\z|(\S+@\S*|\S+ at \S+)\s(.*\s)?{Date}|(\S+\s+)?{Date}.*[0-9]:[0-9]{{2}})", RegexOptions.NonBacktracking)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\A[!-9;-~]{1,76}[ \t]*:")]
    private static partial Regex Header();
}
