namespace Fulcrum.Data.Writing;

/// <summary>Writes the rows of a <see cref="TextTable"/> with new columns behind their own.</summary>
public interface IRowWriter : IDisposable
{
    /// <summary>Writes one row.</summary>
    /// <param name="row">What was read.</param>
    /// <param name="added">The values of the new columns in their order: <see cref="string"/>, <see cref="double"/> or <see langword="null"/>.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    void Write(TextRow row, IReadOnlyList<object?> added);

    /// <summary>Writes what is still held back; nothing may follow.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Finish();
}
