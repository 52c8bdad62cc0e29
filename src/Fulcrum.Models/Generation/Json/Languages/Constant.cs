namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>The empty string alone, or no string at all.</summary>
internal sealed class Constant(LanguageAlgebra algebra, int id, bool hasEmpty) : Language(id, hasEmpty, hasEmpty ? 0 : Endless)
{
    protected override Language Derive(byte value) => algebra.Nothing;
}
