using System.Globalization;

namespace Fulcrum.Data;

/// <summary>The one culture in which numbers are written.</summary>
internal static class Cultures
{
    public static CultureInfo Invariant => CultureInfo.InvariantCulture;
}
