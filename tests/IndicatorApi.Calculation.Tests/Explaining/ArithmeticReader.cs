using System.Globalization;

namespace IndicatorApi.Calculation.Tests.Explaining;

/// <summary>Does the arithmetic of an explanation as a reader with a pocket calculator would.</summary>
internal sealed class ArithmeticReader
{
    private readonly string _text;
    private int _at;

    private ArithmeticReader(string text) => _text = text.Replace(" ", "", StringComparison.Ordinal);

    public static decimal Evaluate(string arithmetic)
    {
        var reader = new ArithmeticReader(arithmetic);
        var value = reader.Sum();
        reader._at.ShouldBe(reader._text.Length, $"'{arithmetic}' is not read to its end");
        return value;
    }

    private decimal Sum()
    {
        var value = Product();
        while (true)
        {
            if (Take('+'))
                value += Product();
            else if (Take('-'))
                value -= Product();
            else
                return value;
        }
    }

    private decimal Product()
    {
        var value = Power();
        while (true)
        {
            if (Take('×'))
                value *= Power();
            else if (Take('/'))
                value /= Power();
            else
                return value;
        }
    }

    private decimal Power()
    {
        var value = Atom();
        // Powers and roots are only checked to the digits of a pocket calculator.
        return Take('^') ? (decimal)Math.Pow((double)value, (double)Atom()) : value;
    }

    private decimal Atom()
    {
        if (Take('('))
        {
            var inner = Sum();
            Take(')').ShouldBeTrue($"'{_text}' lacks a bracket");
            return inner;
        }

        var start = _at;
        if (_text[_at] == '-')
            _at++;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            _at++;
        return decimal.Parse(_text[start.._at], NumberStyles.Number, CultureInfo.InvariantCulture);
    }

    private bool Take(char sign)
    {
        if (_at >= _text.Length || _text[_at] != sign)
            return false;
        _at++;
        return true;
    }
}
