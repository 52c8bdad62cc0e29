using System.Text;

namespace Fulcrum.Data.Mail;

/// <summary>
/// Rich Text Format (1.9.1) to its text: what Outlook packs into <c>winmail.dat</c> where a mail has no other body. Tables of fonts and
/// styles, pictures, field instructions and whatever is marked as optional are left out.
/// </summary>
internal sealed class RtfToText
{
    private static readonly HashSet<string> LeftOut =
    [
        "author", "bkmkend", "bkmkstart", "colortbl", "datastore", "fldinst", "info", "listoverridetable", "listtable", "nonshppict",
        "object", "pict", "revtbl", "rsidtbl", "stylesheet", "themedata", "xmlnstbl",
    ];

    private static readonly Dictionary<string, string> Characters = new()
    {
        ["par"] = "\n", ["line"] = "\n", ["sect"] = "\n", ["page"] = "\n", ["row"] = "\n", ["tab"] = "\t", ["cell"] = "\t",
        ["emdash"] = "—", ["endash"] = "–", ["emspace"] = " ", ["enspace"] = " ", ["bullet"] = "•",
        ["lquote"] = "‘", ["rquote"] = "’", ["ldblquote"] = "“", ["rdblquote"] = "”",
    };

    /// <summary>Code pages by <c>\fcharset</c>.</summary>
    private static readonly Dictionary<int, int> CodePages = new()
    {
        [0] = 1252, [77] = 10000, [128] = 932, [129] = 949, [134] = 936, [136] = 950, [161] = 1253, [162] = 1254, [163] = 1258, [177] = 1255,
        [178] = 1256, [186] = 1257, [204] = 1251, [222] = 874, [238] = 1250,
    };

    private readonly byte[] rtf;
    private readonly StringBuilder text = new();
    private readonly List<byte> undecoded = [];
    private readonly Stack<State> outer = [];
    private readonly Dictionary<int, int> codePageOfFont = [];
    private State state = new(IsLeftOut: false, IsFontTable: false, Font: 0, Fallback: 1);
    private int position;
    private int codePage = 1252;
    private int toSkip;

    private RtfToText(byte[] rtf) => this.rtf = rtf;

    /// <summary>The text, as far as the document can be read.</summary>
    public static string Convert(byte[] rtf, CancellationToken cancellationToken)
    {
        var converter = new RtfToText(rtf);
        while (converter.position < rtf.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            converter.Step();
        }

        converter.Decode();
        return converter.text.ToString().Trim();
    }

    private void Step()
    {
        var next = rtf[position++];
        switch (next)
        {
            case (byte)'{':
                outer.Push(state);
                break;
            case (byte)'}':
                Decode();
                if (outer.TryPop(out var before)) state = before;
                toSkip = 0;
                break;
            case (byte)'\\' when position < rtf.Length:
                if (char.IsAsciiLetter((char)rtf[position])) ControlWord();
                else ControlSymbol(rtf[position++]);
                break;
            case (byte)'\r' or (byte)'\n' or (byte)'\\' or 0:
                break;
            default:
                Append(next);
                break;
        }
    }

    private void ControlSymbol(byte symbol)
    {
        switch (symbol)
        {
            case (byte)'*':
                state = state with { IsLeftOut = true };
                break;
            case (byte)'\\' or (byte)'{' or (byte)'}':
                Append(symbol);
                break;
            case (byte)'\r' or (byte)'\n':
                Append("\n");
                break;
            case (byte)'~':
                Append(" ");
                break;
            case (byte)'_':
                Append("-");
                break;
            case (byte)'\'' when position + 1 < rtf.Length && char.IsAsciiHexDigit((char)rtf[position]) && char.IsAsciiHexDigit((char)rtf[position + 1]):
                Append(System.Convert.ToByte(Encoding.ASCII.GetString(rtf, position, 2), 16));
                position += 2;
                break;
        }
    }

    private void ControlWord()
    {
        var start = position;
        while (position < rtf.Length && char.IsAsciiLetter((char)rtf[position])) position++;
        var word = Encoding.ASCII.GetString(rtf, start, Math.Min(position - start, 40));
        start = position;
        if (position + 1 < rtf.Length && rtf[position] == '-' && char.IsAsciiDigit((char)rtf[position + 1])) position++;
        while (position < rtf.Length && char.IsAsciiDigit((char)rtf[position])) position++;
        _ = int.TryParse(Encoding.ASCII.GetString(rtf, start, Math.Min(position - start, 12)), Invariant, out var number);
        if (position < rtf.Length && rtf[position] == ' ') position++;
        Obey(word, number);
    }

    private void Obey(string word, int number)
    {
        switch (word)
        {
            case "ansicpg":
                codePage = number;
                break;
            case "uc":
                state = state with { Fallback = Math.Clamp(number, 0, 100) };
                break;
            case "u":
                Append(((char)(number & 0xFFFF)).ToString());
                toSkip = state.Fallback;
                break;
            case "f":
                Decode();
                state = state with { Font = number };
                break;
            case "fcharset" when state.IsFontTable:
                if (CodePages.TryGetValue(number, out var ofFont)) codePageOfFont[state.Font] = ofFont;
                break;
            case "fonttbl":
                state = state with { IsLeftOut = true, IsFontTable = true };
                break;
            case "bin":
                position = Math.Clamp(position + Math.Max(number, 0), position, rtf.Length);
                break;
            default:
                if (LeftOut.Contains(word)) state = state with { IsLeftOut = true };
                else if (Characters.TryGetValue(word, out var character)) Append(character);
                break;
        }
    }

    private void Append(byte character)
    {
        if (toSkip > 0) toSkip--;
        else if (!state.IsLeftOut) undecoded.Add(character);
    }

    private void Append(string characters)
    {
        Decode();
        if (!state.IsLeftOut) text.Append(characters);
    }

    private void Decode()
    {
        if (undecoded.Count == 0) return;
        text.Append(MailCharset.Decode([.. undecoded], codePageOfFont.GetValueOrDefault(state.Font, codePage)));
        undecoded.Clear();
    }

    /// <summary>What ends with a group.</summary>
    /// <param name="IsLeftOut">Whether its text is not shown.</param>
    /// <param name="IsFontTable">Whether it declares fonts.</param>
    /// <param name="Font">The number of the font.</param>
    /// <param name="Fallback">Characters behind a Unicode character that stand for it where it cannot be shown.</param>
    private readonly record struct State(bool IsLeftOut, bool IsFontTable, int Font, int Fallback);
}
