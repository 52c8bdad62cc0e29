namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>The empty string alone, or no string at all.</summary>
internal sealed class Constant(LanguageAlgebra algebra, int id, bool hasEmpty) : RegularLanguage(id, hasEmpty, hasEmpty ? 0 : Endless)
{
    protected override RegularLanguage Derive(byte value) => algebra.Nothing;
}
