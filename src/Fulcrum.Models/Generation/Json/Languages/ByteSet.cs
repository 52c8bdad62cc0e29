namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>One byte of some.</summary>
internal sealed class ByteSet(LanguageAlgebra algebra, int id, bool[] bytes) : RegularLanguage(id, hasEmpty: false, shortest: 1)
{
    /// <summary>For each of the 256 bytes, whether it belongs to the set.</summary>
    public IReadOnlyList<bool> Bytes => bytes;

    protected override RegularLanguage Derive(byte value) => bytes[value] ? algebra.Empty : algebra.Nothing;
}
