
namespace Fulcrum.Ladder.Rungs;

/// <summary>Which part of a long text is kept.</summary>
public enum TruncationSide
{
    /// <summary>Its beginning.</summary>
    Head,

    /// <summary>Its end.</summary>
    Tail,
}
