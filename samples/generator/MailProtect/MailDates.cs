using System.Globalization;
using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>When a mail was sent, and the days that its words name. What is shifted comes later in the year.</summary>
internal static class MailDates
{
    private static readonly DateTimeOffset FirstDay = new(2026, 1, 5, 7, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FirstShiftedDay = new(2026, 10, 5, 7, 0, 0, TimeSpan.Zero);

    /// <summary>Draws the date and fills the scene's slots <c>today</c>, <c>weekday</c>, <c>day</c>, ….</summary>
    public static DateTimeOffset Choose(MailFamily family, Scene scene)
    {
        SeededRandom random = scene.Random;
        bool shifted = family.Part == "shift";
        DateTimeOffset date = (shifted ? FirstShiftedDay : FirstDay).AddDays(random.Below(shifted ? 80 : 260)).AddMinutes(random.Below(12 * 60));
        Set("today", date, "d MMMM");
        Set("yesterday", date.AddDays(-1), "d MMMM");
        Set("weekday", WorkingDay(date.AddDays(1 + random.Below(4))), "dddd");
        Set("day", WorkingDay(date.AddDays(3 + random.Below(18))), "d MMMM");
        Set("day.past", WorkingDay(date.AddDays(-5 - random.Below(18))), "d MMMM");
        Set("month", date, "MMMM");
        Set("month.past", date.AddMonths(-1), "MMMM");
        Set("year", date, "yyyy");
        return date;

        void Set(string slot, DateTimeOffset value, string format) => scene[slot] = value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset WorkingDay(DateTimeOffset date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday => date.AddDays(2),
        DayOfWeek.Sunday => date.AddDays(1),
        _ => date,
    };
}
