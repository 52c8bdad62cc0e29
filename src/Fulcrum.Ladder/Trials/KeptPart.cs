namespace Fulcrum.Ladder.Trials;

/// <summary>Which part of a long text is kept.</summary>
public enum KeptPart
{
    /// <summary>Its beginning.</summary>
    Head,

    /// <summary>Its end.</summary>
    Tail,
}
