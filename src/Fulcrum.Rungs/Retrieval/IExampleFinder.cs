namespace Fulcrum.Rungs.Retrieval;

/// <summary>Finds the training examples that are most like a text.</summary>
internal interface IExampleFinder : IDisposable
{
    /// <summary>What finds them, for the report, e.g. <c>all-MiniLM-L6-v2</c>.</summary>
    string Name { get; }

    /// <summary>Parameters of the model that is asked for every text; 0 without a model.</summary>
    long ParameterCount { get; }

    /// <summary>What the user should know of what finds them before trusting it.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>Writes into an artifact what finding the examples again takes beside their texts.</summary>
    void Save(string folder);

    /// <summary>Indices of examples by falling cosine; of several that are equally near the first comes first.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many; fewer where there are fewer.</param>
    int[] Nearest(string text, int count);
}
