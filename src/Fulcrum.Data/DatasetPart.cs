namespace Fulcrum.Data;

/// <summary>A part of a data set.</summary>
public enum DatasetPart
{
    /// <summary>What rungs learn from and take their shots from.</summary>
    Train,

    /// <summary>What settings are chosen on.</summary>
    Dev,

    /// <summary>Touched once, for the reported figures.</summary>
    Test,

    /// <summary>Data from another time or place: behavior out of distribution.</summary>
    Shift,
}
