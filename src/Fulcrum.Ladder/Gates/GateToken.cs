namespace Fulcrum.Ladder.Gates;

/// <summary>A piece of a gate.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands there; of a label without parentheses and quotes.</param>
/// <param name="Column">Where it begins, from 1.</param>
/// <param name="End">The column behind it.</param>
internal sealed record GateToken(GateTokenKind Kind, string Text, int Column, int End)
{
    /// <summary>Of a number its unit, as it stands there; empty where it has none.</summary>
    public string Unit { get; init; } = "";
}

/// <summary>What a piece of a gate is.</summary>
internal enum GateTokenKind
{
    /// <summary>The name of a metric, or a value that is a word.</summary>
    Word,

    /// <summary>A label in parentheses.</summary>
    Label,

    /// <summary><c>&gt;=</c>, <c>&gt;</c>, <c>&lt;=</c>, <c>&lt;</c> or <c>=</c>.</summary>
    Comparison,

    /// <summary>A number with its unit.</summary>
    Number,

    /// <summary><c>&amp;</c> or <c>and</c>.</summary>
    And,

    /// <summary>What a gate has no use for.</summary>
    Unknown,

    /// <summary>Nothing more.</summary>
    End,
}
