#include "simulate/standing.hpp"

namespace bellwether::simulate {

namespace {

using enum Trait;

constexpr Mix one(Trait trait) { return {.parts = {{{.trait = trait, .weight = 1}}}}; }

constexpr std::array k_dimensions{
    Dimension{"lead", "learn", {.parts = {{{learns, 0.5}, {listens, 0.5}}}}},
    Dimension{"lead", "empower", {.parts = {{{empowers, 0.7}, {empathetic, 0.3}}}}},
    Dimension{"lead", "adapt", {.parts = {{{learns, 0.5}, {resilient, 0.25}, {across, 0.25}}}}},
    Dimension{"lead", "deliver", {.parts = {{{keeps_promises, 0.5}, {customer_first, 0.3}, {clear, 0.2}}}}},
    Dimension{"core", "clarity", one(clear)},
    Dimension{"core", "ownership", {.parts = {{{clear, 0.5}, {keeps_promises, 0.3}, {empowers, 0.2}}}}},
    Dimension{"core", "resilience", one(resilient)},
    Dimension{"core", "empathy", {.parts = {{{empathetic, 0.8}, {listens, 0.2}}}}},
    Dimension{"elements", "brand", {.parts = {{{keeps_promises, 0.6}, {customer_first, 0.4}}}}},
    Dimension{"elements",
              "engagement",
              {.parts = {{{empathetic, 0.3}, {listens, 0.25}, {empowers, 0.25}, {keeps_promises, 0.2}}}}},
    Dimension{"elements",
              "experience",
              {.parts = {{{customer_first, 0.4}, {empathetic, 0.25}, {keeps_promises, 0.2}, {learns, 0.15}}}}},
    Dimension{"elements", "systems", {.parts = {{{learns, 0.35}, {across, 0.35}, {empowers, 0.3}}}}},
    Dimension{"elements", "insight", {.parts = {{{data_driven, 0.6}, {listens, 0.4}}}}},
    Dimension{"pillars", "vision", {.parts = {{{clear, 0.7}, {visible, 0.3}}}}},
    Dimension{"pillars", "culture", {.parts = {{{customer_first, 0.7}, {empathetic, 0.3}}}}},
    Dimension{"pillars", "teams", one(empowers)},
    Dimension{"pillars", "data", one(data_driven)},
    Dimension{"pillars", "improvement", {.parts = {{{learns, 0.8}, {across, 0.2}}}}},
    Dimension{"pillars", "accountability", {.parts = {{{keeps_promises, 0.5}, {listens, 0.5}}}}},
    Dimension{"sponsorship", "listen", {.parts = {{{listens, 0.5}, {visible, 0.3}, {learns, 0.2}}}}},
    Dimension{"sponsorship", "authentic", one(keeps_promises)},
    Dimension{"sponsorship", "humble", one(humble)},
    Dimension{"sponsorship", "own", {.parts = {{{visible, 0.4}, {keeps_promises, 0.4}, {customer_first, 0.2}}}}},
    Dimension{"sponsorship", "steady", one(resilient)},
    Dimension{"customer-centric", "customer-first", one(customer_first)},
    Dimension{"customer-centric", "empathy", {.parts = {{{empathetic, 0.7}, {listens, 0.3}}}}},
    Dimension{"customer-centric", "innovation", one(learns)},
    Dimension{"customer-centric", "data", one(data_driven)},
    Dimension{"customer-centric", "across", one(across)},
    Dimension{"customer-centric", "balance", {.parts = {{{customer_first, 0.5}, {data_driven, 0.5}}}}},
    Dimension{"customer-centric", "expectations", {.parts = {{{keeps_promises, 0.6}, {clear, 0.4}}}}},
    Dimension{"customer-centric", "alignment", {.parts = {{{clear, 0.5}, {across, 0.5}}}}},
    Dimension{"customer-centric", "privacy", one(customer_first)},
    Dimension{"customer-centric", "scale", {.parts = {{{learns, 0.5}, {across, 0.5}}}}},
};

}  // namespace

std::span<const Dimension> dimensions() { return k_dimensions; }

}  // namespace bellwether::simulate
