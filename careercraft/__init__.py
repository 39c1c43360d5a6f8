"""CareerCraft. Whatever is imported from here on, compiled rules are offered first."""

from careercraft.compiled import offer

offer()
