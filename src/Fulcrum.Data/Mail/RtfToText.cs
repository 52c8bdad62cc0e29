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

    private readonly byte[] _rtf;
    private readonly StringBuilder _text = new();
    private readonly List<byte> _undecoded = [];
    private readonly Stack<State> _outer = [];
    private readonly Dictionary<int, int> _codePageOfFont = [];
    private State _state = new(IsLeftOut: false, IsFontTable: false, Font: 0, Fallback: 1);
    private int _position;
    private int _codePage = 1252;
    private int _toSkip;

    private RtfToText(byte[] rtf) => _rtf = rtf;

    /// <summary>The text, as far as the document can be read.</summary>
    public static string Convert(byte[] rtf, CancellationToken cancellationToken)
    {
        var converter = new RtfToText(rtf);
        while (converter._position < rtf.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            converter.Step();
        }

        converter.Decode();
        return converter._text.ToString().Trim();
    }

    private void Step()
    {
        var next = _rtf[_position++];
        switch (next)
        {
            case (byte)'{':
                _outer.Push(_state);
                break;
            case (byte)'}':
                Decode();
                if (_outer.TryPop(out var before)) _state = before;
                _toSkip = 0;
                break;
            case (byte)'\\' when _position < _rtf.Length:
                if (char.IsAsciiLetter((char)_rtf[_position])) ControlWord();
                else ControlSymbol(_rtf[_position++]);
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
                _state = _state with { IsLeftOut = true };
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
            case (byte)'\'' when _position + 1 < _rtf.Length && char.IsAsciiHexDigit((char)_rtf[_position]) && char.IsAsciiHexDigit((char)_rtf[_position + 1]):
                Append(System.Convert.ToByte(Encoding.ASCII.GetString(_rtf, _position, 2), 16));
                _position += 2;
                break;
        }
    }

    private void ControlWord()
    {
        var start = _position;
        while (_position < _rtf.Length && char.IsAsciiLetter((char)_rtf[_position])) _position++;
        var word = Encoding.ASCII.GetString(_rtf, start, Math.Min(_position - start, 40));
        start = _position;
        if (_position + 1 < _rtf.Length && _rtf[_position] == '-' && char.IsAsciiDigit((char)_rtf[_position + 1])) _position++;
        while (_position < _rtf.Length && char.IsAsciiDigit((char)_rtf[_position])) _position++;
        _ = int.TryParse(Encoding.ASCII.GetString(_rtf, start, Math.Min(_position - start, 12)), Invariant, out var number);
        if (_position < _rtf.Length && _rtf[_position] == ' ') _position++;
        Obey(word, number);
    }

    private void Obey(string word, int number)
    {
        switch (word)
        {
            case "ansicpg":
                _codePage = number;
                break;
            case "uc":
                _state = _state with { Fallback = Math.Clamp(number, 0, 100) };
                break;
            case "u":
                Append(((char)(number & 0xFFFF)).ToString());
                _toSkip = _state.Fallback;
                break;
            case "f":
                Decode();
                _state = _state with { Font = number };
                break;
            case "fcharset" when _state.IsFontTable:
                if (CodePages.TryGetValue(number, out var ofFont)) _codePageOfFont[_state.Font] = ofFont;
                break;
            case "fonttbl":
                _state = _state with { IsLeftOut = true, IsFontTable = true };
                break;
            case "bin":
                _position = Math.Clamp(_position + Math.Max(number, 0), _position, _rtf.Length);
                break;
            default:
                if (LeftOut.Contains(word)) _state = _state with { IsLeftOut = true };
                else if (Characters.TryGetValue(word, out var character)) Append(character);
                break;
        }
    }

    private void Append(byte character)
    {
        if (_toSkip > 0) _toSkip--;
        else if (!_state.IsLeftOut) _undecoded.Add(character);
    }

    private void Append(string characters)
    {
        Decode();
        if (!_state.IsLeftOut) _text.Append(characters);
    }

    private void Decode()
    {
        if (_undecoded.Count == 0) return;
        _text.Append(MailCharset.Decode([.. _undecoded], _codePageOfFont.GetValueOrDefault(_state.Font, _codePage)));
        _undecoded.Clear();
    }

    /// <summary>What ends with a group.</summary>
    /// <param name="IsLeftOut">Whether its text is not shown.</param>
    /// <param name="IsFontTable">Whether it declares fonts.</param>
    /// <param name="Font">The number of the font.</param>
    /// <param name="Fallback">Characters behind a Unicode character that stand for it where it cannot be shown.</param>
    private readonly record struct State(bool IsLeftOut, bool IsFontTable, int Font, int Fallback);
}
