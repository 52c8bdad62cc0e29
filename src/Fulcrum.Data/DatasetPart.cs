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

    /// <summary>Perturbed copies of test rows: what stands for <see cref="Shift"/> where the data has none.</summary>
    Perturbed,
}

/// <summary>What a part is called, and which there are.</summary>
public static class DatasetPartName
{
    /// <summary>The parts that data is divided into: all but the copies that were made of it.</summary>
    public static IReadOnlyList<DatasetPart> OfData { get; } = [DatasetPart.Train, DatasetPart.Dev, DatasetPart.Test, DatasetPart.Shift];

    /// <summary>The name of a part in a sentence, e.g. <c>train</c>.</summary>
    public static string Name(this DatasetPart part) => part.ToString().ToLowerInvariant();
}
