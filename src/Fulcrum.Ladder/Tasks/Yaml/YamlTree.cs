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
