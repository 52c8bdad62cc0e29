using System.Text;
using Fulcrum.Models.Generation.Json.Languages;

namespace Fulcrum.Models.Tests.Generation.Json;

internal static class LanguageMembership
{
    /// <summary>Whether the UTF-8 of a text belongs to a language.</summary>
    public static bool Contains(this RegularLanguage language, string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(language, (state, value) => state.After(value)).HasEmpty;
}
