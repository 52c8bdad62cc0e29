namespace Fulcrum.Data;

/// <summary>What the values of a column are, where the format of the file knows.</summary>
public enum CellKind
{
    /// <summary>Texts, or values of several kinds.</summary>
    Text,

    /// <summary>Whole numbers of 64 bits.</summary>
    WholeNumber,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,
}
