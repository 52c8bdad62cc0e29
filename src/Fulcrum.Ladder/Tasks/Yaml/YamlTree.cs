using YamlDotNet.Core;

namespace Fulcrum.Ladder.Tasks.Yaml;

/// <summary>A piece of a YAML file that knows where it stands, so that every error can say so.</summary>
/// <param name="Start">Where it starts.</param>
internal abstract record YamlTree(Mark Start);

/// <summary>A single value as written; its type is decided by what is expected in its place.</summary>
/// <param name="Text">The characters, unquoted.</param>
/// <param name="IsPlain">Not quoted, so it may be a number, a truth value or nothing.</param>
/// <param name="Start">Where it starts.</param>
internal sealed record YamlScalar(string Text, bool IsPlain, Mark Start) : YamlTree(Start)
{
    /// <summary>Nothing, as in <c>description:</c> (YAML 1.2 core schema).</summary>
    public bool IsNull => IsPlain && Text is ("" or "~" or "null" or "Null" or "NULL");

    /// <summary>The characters of the file, with quotation marks, escapes and indentation.</summary>
    public ReadOnlyMemory<char> Written { get; init; }

    /// <summary>Where a piece of the text stands in the file; where the scalar starts if it is written with escapes or line breaks.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="occurrence">0: the first one of these in the text, 1: the second…</param>
    public Mark MarkOf(string piece, int occurrence)
    {
        var written = Written.Span;
        var at = -1;
        for (var i = 0; i <= occurrence; i++)
        {
            var next = written[(at + 1)..].IndexOf(piece, StringComparison.Ordinal);
            if (next < 0) return Start;
            at += next + 1;
        }

        var before = written[..at];
        var lines = before.Count('\n');
        return new Mark(Start.Index + at, Start.Line + lines, lines == 0 ? Start.Column + at : at - before.LastIndexOf('\n'));
    }
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(IReadOnlyList<YamlTree> Items, Mark Start) : YamlTree(Start);

/// <summary>Keys with values, in the order of the file.</summary>
internal sealed record YamlMapping(IReadOnlyList<YamlEntry> Entries, Mark Start) : YamlTree(Start)
{
    /// <summary>The value of that key, or <see langword="null"/> where the key is absent.</summary>
    public YamlTree? this[string key] => Entries.FirstOrDefault(e => e.Key.Text == key)?.Value;
}

/// <summary>One key with its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlTree Value);
